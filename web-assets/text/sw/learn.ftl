learn-open = Fungua ukurasa wangu
learn-title = Fungua ukurasa wangu
learn-pick-class = Gusa darasa lako.
learn-none-title = Bado hakuna madarasa
learn-none-text = Muulize mwalimu. Masomo yote yako wazi.
learn-first = Gusa picha yako ya kwanza
learn-second = Gusa picha yako ya pili
learn-third = Gusa picha yako ya tatu
learn-other-class = Darasa lingine
learn-wrong-title = Si picha hizi tatu
learn-wrong-text = Tazama kadi yako. Kisha jaribu tena.
learn-wait-title = Pumzika kidogo
learn-wait-text = { $n ->
    [one] Jaribu tena baada ya dakika { $n }.
   *[other] Jaribu tena baada ya dakika { $n }.
}
learn-card-title = Kadi yako
learn-card-ask = Je, wewe ni { $name }?
learn-card-yes = Ndiyo, fungua ukurasa wangu
learn-card-no = Hapana, si mimi
learn-card-old-title = Kadi hii imepitwa na wakati
learn-card-old-text = Mwombe mwalimu kadi mpya.
learn-address-title = Ukurasa wako hufunguka kwingine
learn-address-text = Andika anwani hii, kisha jaribu tena:
learn-hello = Habari { $name }
learn-not-me = Si mimi
