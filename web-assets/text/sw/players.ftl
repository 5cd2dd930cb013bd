player-back = Rudi
player-turn = Zamu ya mwingine
player-cannot-play = Simu yako haiwezi kucheza. Lihifadhi.
player-book-open = Fungua kitabu
player-book-page = Uliishia ukurasa wa { $n }.
player-book-how = Rudi hapa ukimaliza.
player-done = Nimemaliza
player-tell = Mwambie rafiki ulichojifunza.
