language-name = Français
nav-home = Accueil
nav-search = Chercher
nav-turn = À quelqu'un d'autre
nav-help = Aide
nav-languages = Choisir une langue
nav-skip = Aller à la page
nav-menu = Menu
go-home = Aller à l'accueil
try-again = Essayer encore
page-next = Suite
page-previous = Retour
lessons-count = { $n ->
    [0] Aucune leçon
    [one] { $n } leçon
   *[other] { $n } leçons
}
minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
size-kilobytes = { $n } ko
size-megabytes = { $n } Mo
size-gigabytes = { $n } Go
kind-video = Regarder
kind-audio = Écouter
kind-text = Lire
kind-book = Livre
kind-picture = Image
kind-activity = Essayer
kind-collection = Explorer
subject-maths = Maths
subject-science = Sciences
subject-language = Langue
subject-health = Santé
subject-life = Vie de tous les jours
subject-music = Musique
subject-art = Dessin
subject-world = Le monde
subject-history = Histoire
subject-computers = Ordinateurs
subject-stories = Contes
subject-other = Encore plus
