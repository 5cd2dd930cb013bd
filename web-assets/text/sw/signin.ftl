sign-in-title = Ingia
sign-in-name = Jina la kuingia
sign-in-passphrase = Maneno ya siri
sign-in-button = Ingia
sign-in-wrong = Jina au maneno ya siri si sahihi. Jaribu tena.
sign-in-wrong-passphrase = Maneno ya siri si sahihi. Jaribu tena.
sign-in-wait-seconds = { $n ->
    [one] Subiri sekunde 1, kisha jaribu tena.
   *[other] Subiri sekunde { $n }, kisha jaribu tena.
}
sign-in-wait-minutes = { $n ->
    [one] Subiri dakika 1, kisha jaribu tena.
   *[other] Subiri dakika { $n }, kisha jaribu tena.
}
sign-in-shared-title = Hakuna anayeweza kuingia hapa
sign-in-shared-why = Masomo yako kwenye anwani hii. Yanaweza kutenda kama wewe.
sign-in-shared-do = Mwombe fundi ayape masomo anwani nyingine.
sign-in-again-title = Andika tena maneno yako ya siri
sign-in-again-why = Kisanduku kilikuwa kimya kwa dakika 15.
sign-in-forgot-title = Umesahau maneno ya siri?
sign-in-forgot-ask = Mwombe mkuu au fundi namba ya kuingia.
sign-in-have-code = Nina namba ya kuingia
sign-in-have-sheet = Nina karatasi ya kurejesha
sign-in-passphrase-new = Maneno mapya ya siri
sign-in-passphrase-hint = Unganisha maneno manne. Utayakumbuka.
sign-in-passphrase-short = Ongeza urefu: angalau herufi 10.
sign-in-passphrase-long = Fupisha: herufi 128 kwa wingi.
sign-in-passphrase-common = Ni rahisi kukisia. Chagua maneno mengine.
sign-in-passphrase-name = Wengine wanajua jina hilo. Chagua maneno mengine.
me-title = Huyu ni wewe
me-passphrase-title = Chagua maneno mapya ya siri
me-passphrase-button = Badilisha
me-passphrase-done = Maneno yako ni mapya. Simu nyingine zimetolewa.
me-sign-out = Toka
me-sign-out-here = Toka kwenye simu hii
me-everywhere = Toka kwenye simu zote
me-everywhere-title = Utoke kwenye simu zote?
me-everywhere-text = Kila simu itauliza maneno yako ya siri.
me-everywhere-yes = Ndiyo, toka kote
me-everywhere-no = Hapana, baki ndani
