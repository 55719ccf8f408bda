-- one row per reviewer's word on a fact-check, as it was known at `moment`
CREATE MACRO factcheck_judgement_as_of(moment) AS TABLE
SELECT * FROM factcheck_judgement WHERE recorded_at <= CAST(moment AS TIMESTAMPTZ)
