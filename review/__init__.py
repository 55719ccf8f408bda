"""What people see: the reviewers' web page. Its rooms are set; the page comes with its own issue."""
