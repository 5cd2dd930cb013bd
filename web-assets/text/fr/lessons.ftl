home-title = Choisis ta leçon du jour
home-continue = Continue là où tu étais
home-topics = Choisis un thème
home-lessons = Choisis une leçon
home-empty-title = Pas encore de leçons ici
home-empty-do = Demande des leçons à ton maître.
home-coming = { $n ->
    [one] { $n } autre leçon arrive.
   *[other] { $n } autres leçons arrivent.
}
topic-empty-title = Rien ici pour le moment
topic-empty-do = Reviens à l'accueil et choisis encore.
topic-inside = Regarde dedans
topic-path = Où tu es
lesson-start = Commencer
lesson-go-on = Continuer
lesson-restart = Reprendre au début
lesson-group = Combien êtes-vous à regarder ?
lesson-group-hint = Touchez un nombre pour commencer ensemble.
lesson-group-start = { $n ->
    [one] Commencer seul
   *[other] Commencer à { $n }
}
lesson-group-more = Commencer à 5 ou plus
lesson-save = Garder sur ce téléphone ({ $size })
lesson-save-teacher = Demande à ton maître de la garder.
lesson-language = En { $language }
lesson-gone-title = Cette leçon n'est pas là
lesson-gone-do = Demande à ton maître de la rapporter.
lesson-more = Voir d'autres leçons
search-title = Trouver une leçon
search-label = Écris un mot
search-button = Chercher
search-found = { $n ->
    [0] Rien trouvé pour « { $query } »
    [one] { $n } leçon trouvée pour « { $query } »
   *[other] { $n } leçons trouvées pour « { $query } »
}
search-none-do = Essaie un mot court. Vérifie chaque lettre.
search-start = Écris un mot. Touche Chercher.
search-suggestions = Mots que tu cherches peut-être
