teach-classes = Madarasa
teach-none-title = Bado hakuna madarasa
teach-none-text = Tengeneza darasa la kwanza hapa chini.
teach-class-make = Tengeneza darasa
teach-class-name = Jina la darasa
teach-class-name-hint = Kama shule inavyoliita: Darasa la 4B.
teach-class-taken = Darasa lingine lina jina hili. Libadilishe.
teach-class-full = Darasa hili limejaa. Tumia darasa lingine.
teach-class-rename = Badilisha jina
teach-class-remove = Ondoa darasa hili
teach-class-remove-ask = Uondoe { $name }?
teach-class-remove-text = Wanafunzi wake wote watasahauliwa pia. Hawawezi kurudishwa.
teach-class-remove-yes = Ndiyo, ondoa darasa
teach-keep = Hapana, liache
teach-learners = { $n ->
    [one] Mwanafunzi { $n }
   *[other] Wanafunzi { $n }
}
teach-added = { $n ->
    [one] Mwanafunzi { $n } ameongezwa. Chapisha kadi sasa.
   *[other] Wanafunzi { $n } wameongezwa. Chapisha kadi sasa.
}
teach-empty-title = Darasa hili bado halina mtu
teach-empty-text = Leta orodha, au ongeza mmoja mmoja.
teach-tap-learner = Gusa jina ili kumsaidia mwanafunzi.
teach-add-one = Ongeza mwanafunzi mmoja
teach-add = Ongeza
teach-more = Eleza zaidi, ukipenda
teach-print = Chapisha kadi zote
teach-save = Hifadhi
teach-saved = Imehifadhiwa.
teach-name = Jina
teach-name-hint = Kama darasa linavyomjua mtoto.
teach-name-empty = Andika jina.
teach-name-long = Andika jina fupi zaidi.
teach-name-taken = Mwingine ana jina hili. Ongeza herufi.
teach-class = Darasa
teach-about = Acha wazi ukipenda.
teach-sex = Msichana au mvulana
teach-girl = Msichana
teach-boy = Mvulana
teach-sex-why = Huonyesha kama wasichana na wavulana hujifunza sawa.
teach-age = Umri
teach-age-why = Huonyesha somo linafaa umri gani.
teach-language = Lugha ya nyumbani
teach-language-why = Huonyesha lugha ambazo masomo hayana.
teach-untold = Haijasemwa
teach-change = Jina na mengine
teach-pictures = Picha tatu
teach-pictures-new = Picha mpya
teach-pictures-new-text = Picha na kadi za zamani hazitafanya kazi.
teach-card-new = Picha hizi ni mpya. Zionyeshe sasa.
teach-print-one = Chapisha kadi hii
teach-move = Hamishia darasa lingine
teach-move-text = Mwanafunzi atapata picha mpya huko.
teach-forget = Msahau mwanafunzi huyu
teach-forget-ask = Umsahau { $name }?
teach-forget-text = Jina, picha na mahali huondoka daima. Nakala hutengenezwa upya bila hayo. Dakika za kujifunza hubaki, bila jina.
teach-forget-yes = Ndiyo, sahau
teach-list = Leta orodha ya wanafunzi
teach-list-how = Chagua faili, au bandika majina hapa chini. Andika mwanafunzi mmoja kila mstari.
teach-list-columns = Unaweza kuongeza darasa, jinsia, umri na lugha. Kisha taja safu katika mstari 1.
teach-list-file = Faili (CSV au maandishi)
teach-list-paste = Au bandika majina hapa
teach-list-nothing = Hakuna kinachohifadhiwa kabla hujakubali.
teach-list-check = Kagua orodha
teach-list-back = Rudi kwenye darasa
teach-list-mend = { $n ->
    [0] Hakuna mstari wa kurekebisha
    [one] Mstari { $n } wa kurekebisha
   *[other] Mistari { $n } ya kurekebisha
}
teach-list-line = Mstari { $n }
teach-list-good = { $n ->
    [0] Hakuna mwanafunzi mpya
    [one] Mwanafunzi { $n } mpya
   *[other] Wanafunzi { $n } wapya
}
teach-list-add = { $n ->
    [one] Ongeza mwanafunzi huyu
   *[other] Ongeza wote { $n } walio sawa
}
teach-list-class = Darasa jipya litatengenezwa: { $name }
teach-list-already = { $n ->
    [one] Mwanafunzi { $n } yupo tayari.
   *[other] Wanafunzi { $n } wapo tayari.
}
teach-list-large = Faili ni kubwa mno. Tuma majina tu.
teach-list-many = Orodha hubeba wanafunzi 500. Ipunguze.
teach-list-heading = Taja safu katika mstari 1: jina, darasa.
teach-list-quote = Funga alama ya nukuu mstari { $n }.
teach-list-empty = Orodha ni tupu. Chagua au bandika.
teach-wrong-twice = Mstari { $n } una jina hili. Ongeza herufi.
teach-wrong-class = Andika jina fupi la darasa.
teach-wrong-sex = Andika msichana au mvulana, au acha wazi.
teach-wrong-age = Andika miaka, kama 9, au acha wazi.
teach-wrong-language = Andika lugha, kama sw, au acha wazi.
teach-cards = Kadi
teach-cards-text = Chapisha ukurasa huu. Kata kwenye mistari.
