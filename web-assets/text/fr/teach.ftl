teach-classes = Classes
teach-none-title = Pas encore de classe
teach-none-text = Créez votre première classe ci-dessous.
teach-class-make = Créer une classe
teach-class-name = Nom de la classe
teach-class-name-hint = Comme dit votre école : Classe 4B.
teach-class-taken = Une autre classe a ce nom. Changez-le.
teach-class-full = Cette classe est pleine. Prenez une autre.
teach-class-rename = Changer le nom
teach-class-remove = Retirer cette classe
teach-class-remove-ask = Retirer { $name } ?
teach-class-remove-text = Tous ses élèves sont oubliés aussi. Rien ne les ramène.
teach-class-remove-yes = Oui, retirer la classe
teach-keep = Non, garder
teach-learners = { $n ->
    [one] { $n } élève
   *[other] { $n } élèves
}
teach-added = { $n ->
    [one] { $n } élève ajouté. Imprimez la carte.
   *[other] { $n } élèves ajoutés. Imprimez les cartes.
}
teach-empty-title = Personne dans cette classe
teach-empty-text = Apportez une liste, ou ajoutez un élève.
teach-tap-learner = Touchez un nom pour aider un élève.
teach-add-one = Ajouter un élève
teach-add = Ajouter
teach-more = En dire plus, si vous voulez
teach-print = Imprimer toutes les cartes
teach-save = Enregistrer
teach-saved = Enregistré.
teach-name = Nom
teach-name-hint = Comme la classe connaît l'enfant.
teach-name-empty = Écrivez un nom.
teach-name-long = Écrivez un nom plus court.
teach-name-taken = Quelqu'un porte ce nom. Ajoutez une lettre.
teach-class = Classe
teach-about = Laissez vide si vous voulez.
teach-sex = Fille ou garçon
teach-girl = Fille
teach-boy = Garçon
teach-sex-why = Montre si filles et garçons apprennent pareil.
teach-age = Âge
teach-age-why = Montre à quel âge va chaque leçon.
teach-language = Langue de la maison
teach-language-why = Montre les langues qui vous manquent.
teach-untold = Non dit
teach-change = Nom et autres
teach-pictures = Les trois images
teach-pictures-new = Nouvelles images
teach-pictures-new-text = Anciennes images et cartes ne marchent plus.
teach-card-new = Ces images sont nouvelles. Montrez-les.
teach-print-one = Imprimer cette carte
teach-move = Changer de classe
teach-move-text = L'élève y reçoit de nouvelles images.
teach-forget = Oublier cet élève
teach-forget-ask = Oublier { $name } ?
teach-forget-text = Nom, images et places partent pour toujours. Les copies sont refaites sans eux. Les minutes restent, sans nom.
teach-forget-yes = Oui, oublier
teach-list = Apporter une liste d'élèves
teach-list-how = Choisissez un fichier, ou collez les noms. Écrivez un élève par ligne.
teach-list-columns = Ajoutez classe, sexe, âge et langue si voulu. Alors, nommez les colonnes en ligne 1.
teach-list-file = Fichier (CSV ou texte)
teach-list-paste = Ou collez les noms ici
teach-list-nothing = Rien n'est gardé avant votre accord.
teach-list-check = Vérifier la liste
teach-list-back = Retour à la classe
teach-list-mend = { $n ->
    [0] Aucune ligne à corriger
    [one] { $n } ligne à corriger
   *[other] { $n } lignes à corriger
}
teach-list-line = Ligne { $n }
teach-list-good = { $n ->
    [0] Aucun nouvel élève
    [one] { $n } nouvel élève
   *[other] { $n } nouveaux élèves
}
teach-list-add = { $n ->
    [one] Ajouter cet élève
   *[other] Ajouter les { $n } bons
}
teach-list-class = Une classe est créée : { $name }
teach-list-already = { $n ->
    [one] { $n } élève est déjà là.
   *[other] { $n } élèves sont déjà là.
}
teach-list-large = Fichier trop grand. N'envoyez que les noms.
teach-list-many = Une liste contient 500 élèves. Coupez-la.
teach-list-heading = Nommez les colonnes en ligne 1 : nom, classe.
teach-list-quote = Fermez le guillemet de la ligne { $n }.
teach-list-empty = La liste est vide. Choisissez ou collez.
teach-wrong-twice = La ligne { $n } a ce nom. Ajoutez une lettre.
teach-wrong-class = Écrivez un nom de classe plus court.
teach-wrong-sex = Écrivez fille ou garçon, ou rien.
teach-wrong-age = Écrivez les années, comme 9, ou rien.
teach-wrong-language = Écrivez une langue, comme sw, ou rien.
teach-cards = Cartes
teach-cards-text = Imprimez cette page. Coupez sur les lignes.
