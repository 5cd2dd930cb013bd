learn-open = Ouvrir ma page
learn-title = Ouvrir ma page
learn-pick-class = Touche ta classe.
learn-none-title = Pas encore de classe
learn-none-text = Demande au maître. Les leçons sont ouvertes.
learn-first = Touche ta première image
learn-second = Touche ta deuxième image
learn-third = Touche ta troisième image
learn-other-class = Une autre classe
learn-wrong-title = Pas ces trois images
learn-wrong-text = Regarde ta carte. Puis essaie encore.
learn-wait-title = Repose-toi un peu
learn-wait-text = { $n ->
    [one] Essaie encore dans { $n } minute.
   *[other] Essaie encore dans { $n } minutes.
}
learn-card-title = Ta carte
learn-card-ask = Es-tu { $name } ?
learn-card-yes = Oui, ouvrir ma page
learn-card-no = Non, ce n'est pas moi
learn-card-old-title = Cette carte est trop vieille
learn-card-old-text = Demande une nouvelle carte au maître.
learn-address-title = Ta page s'ouvre ailleurs
learn-address-text = Tape cette adresse, puis essaie encore :
learn-hello = Bonjour { $name }
learn-not-me = Ce n'est pas moi
