player-back = Retour
player-turn = À quelqu'un d'autre
player-cannot-play = Ton téléphone ne peut pas. Garde-la.
player-book-open = Ouvrir le livre
player-book-page = Tu étais à la page { $n }.
player-book-how = Reviens ici quand tu as fini.
player-done = J'ai fini
player-tell = Raconte ta leçon à un ami.
