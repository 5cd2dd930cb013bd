home-title = Leo utajifunza nini?
home-continue = Endelea ulipoishia
home-topics = Chagua mada
home-lessons = Chagua somo
home-empty-title = Bado hakuna masomo hapa
home-empty-do = Mwombe mwalimu aweke masomo.
home-coming = { $n ->
    [one] Somo { $n } zaidi linakuja.
   *[other] Masomo { $n } zaidi yanakuja.
}
topic-empty-title = Bado hakuna kitu hapa
topic-empty-do = Rudi mwanzo, chagua mada nyingine.
topic-inside = Angalia ndani
topic-path = Mahali ulipo
lesson-start = Anza
lesson-go-on = Endelea
lesson-restart = Anza tena mwanzoni
lesson-group = Mnatazama wangapi?
lesson-group-hint = Gusa namba muanze pamoja.
lesson-group-start = { $n ->
    [one] Anza peke yako
   *[other] Anzeni watu { $n }
}
lesson-group-more = Anzeni watu 5 au zaidi
lesson-save = Hifadhi kwenye simu hii ({ $size })
lesson-save-teacher = Mwombe mwalimu alihifadhi.
lesson-language = Kwa { $language }
lesson-gone-title = Somo hili halipo sasa
lesson-gone-do = Mwombe mwalimu alirudishe.
lesson-more = Ona mengine kama hili
search-title = Tafuta somo
search-label = Andika neno
search-button = Tafuta
search-found = { $n ->
    [0] Hakuna kilichopatikana kwa “{ $query }”
    [one] Limepatikana somo { $n } kwa “{ $query }”
   *[other] Yamepatikana masomo { $n } kwa “{ $query }”
}
search-none-do = Jaribu neno fupi. Kagua kila herufi.
search-start = Andika neno. Gusa Tafuta.
search-suggestions = Maneno unayotaka labda
