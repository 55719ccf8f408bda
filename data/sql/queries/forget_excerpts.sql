-- delete what quarantine shows of inputs that came before $before
UPDATE quarantine SET excerpt = '' WHERE recorded_at < $before AND excerpt <> ''
