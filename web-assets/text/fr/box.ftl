box-title = Comment va cette boîte ?
box-well = Tout va bien.
box-look = Regarde les lignes marquées.
box-board-title = Carte
box-board = Modèle
box-version = Version de Chalkbox
box-up = En marche depuis
box-temperature = Température
box-degrees = { $n } °C
box-temperature-high = Mets-la à l'ombre.
box-power = Courant
box-power-good = Le courant est bon.
box-power-weak = Courant faible. Prends un chargeur 3 A.
box-power-was-weak = Courant trop faible. Prends un chargeur 3 A.
box-memory = Mémoire libre
box-of = { $free } sur { $all }
box-memory-low = Redémarre la boîte ce soir.
box-disk-title = Carte et disques
box-disk-low = Enlève les leçons que personne n'ouvre.
box-clock-title = Horloge
box-clock-now = Heure de la boîte
box-clock-sure = L'heure est sûre.
box-clock-near = L'heure est presque sûre.
box-clock-guess = L'heure est devinée. Règle-la.
box-loads-title = Leçons en route
box-loads-none = Aucune leçon n'est en route.
box-load-progress = { $done } sur { $all }
box-load-checking = En vérification
box-load-indexing = En préparation pour la recherche
box-load-waiting = En attente
box-load-failed = Pas chargée
box-library-title = Bibliothèque
box-library-empty = Charge des leçons, puis regarde ici.
box-library-whole = Entière
box-library-checking = En vérification
box-library-damaged = Abîmée. Charge-la encore.
box-library-away = Absente. Branche le disque.
box-moved-title = Mis de côté
box-moved-do = Garde ces fichiers. Demande de l'aide.
box-faults-title = À regarder
box-unknown = Cet ordinateur ne le dit pas.
box-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
box-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
box-phones = Téléphones ici
