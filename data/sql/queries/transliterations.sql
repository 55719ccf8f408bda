-- one row per romanised word this transliterator has written in Devanagari
SELECT word, devanagari FROM transliteration WHERE transliterator = $transliterator
