sign-in-title = Se connecter
sign-in-name = Nom de connexion
sign-in-passphrase = Phrase secrète
sign-in-button = Se connecter
sign-in-wrong = Le nom ou la phrase est faux. Réessaie.
sign-in-wrong-passphrase = La phrase secrète est fausse. Réessaie.
sign-in-wait-seconds = { $n ->
    [one] Attends { $n } seconde, puis réessaie.
   *[other] Attends { $n } secondes, puis réessaie.
}
sign-in-wait-minutes = { $n ->
    [one] Attends { $n } minute, puis réessaie.
   *[other] Attends { $n } minutes, puis réessaie.
}
sign-in-shared-title = Personne ne peut se connecter ici
sign-in-shared-why = Les leçons partagent cette adresse. Elles pourraient agir pour toi.
sign-in-shared-do = Demande une autre adresse pour les leçons.
sign-in-again-title = Tape encore ta phrase secrète
sign-in-again-why = Rien ne s'est passé pendant 15 minutes.
sign-in-forgot-title = Phrase secrète oubliée ?
sign-in-forgot-ask = Demande un code à la direction.
sign-in-have-code = J'ai un code
sign-in-have-sheet = J'ai la feuille de secours
sign-in-passphrase-new = Nouvelle phrase secrète
sign-in-passphrase-hint = Mets quatre mots ensemble. Tu les retiendras.
sign-in-passphrase-short = Plus long : au moins 10 lettres.
sign-in-passphrase-long = Plus court : au plus 128 lettres.
sign-in-passphrase-common = C'est facile à deviner. Choisis d'autres mots.
sign-in-passphrase-name = D'autres connaissent ce nom. Choisis d'autres mots.
me-title = C'est toi
me-passphrase-title = Choisis une nouvelle phrase secrète
me-passphrase-button = Changer
me-passphrase-done = Ta phrase est nouvelle. Les autres téléphones sont déconnectés.
me-sign-out = Se déconnecter
me-sign-out-here = Se déconnecter sur ce téléphone
me-everywhere = Se déconnecter sur tous les téléphones
me-everywhere-title = Se déconnecter sur tous les téléphones ?
me-everywhere-text = Chaque téléphone demandera ta phrase secrète.
me-everywhere-yes = Oui, se déconnecter partout
me-everywhere-no = Non, rester connecté
