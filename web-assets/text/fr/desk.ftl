## Les bureaux du personnel

desk-title = Votre bureau
desk-menu = Menu
desk-sign-out = Se déconnecter
desk-box = État
desk-people = Personnes
desk-settings = Réglages
desk-backup = Sauvegarde
desk-restart = Redémarrer
desk-recovery = Feuille de secours
desk-acts = Ce qui a été fait
desk-help = Aide
desk-teach = Aperçu
desk-classes = Classes
desk-staff = Enseignants

## Qui l'on est à l'école

role-technician = Technicien
role-head = Direction
role-teacher = Enseignant
role-learner = Élève

## Qui peut se connecter

people-title = Qui peut se connecter
people-text = Touchez un nom pour aider ou retirer.
staff-title = Enseignants de cette école
people-technicians = Techniciens
people-heads = Direction de l'école
people-you = C'est vous
people-waiting = Doit d'abord utiliser un code
people-none-title = Aucun enseignant ici pour l'instant
people-none-do = Invitez le premier.
people-removed = Retiré. Cette personne n'entre plus.
people-invite = Inviter quelqu'un
invite-who = Qui est-ce ?
invite-technician-may = S'occupe de la boîte
invite-head-may = Guide les enseignants et les classes
invite-teacher-may = Suit les classes et les élèves
invite-button = Créer un code
code-invite-title = Inviter : { $role }
code-reset-title = Code pour { $name }
code-once = Il sert une fois, pendant une heure.
code-step-wifi = Rejoignez le Wi-Fi de cette boîte.
code-step-scan = Scannez le carré avec l'appareil photo.
code-step-type = Ou ouvrez { $address } et tapez le code.
code-step-join = Choisissez un nom et une phrase secrète.
code-step-reset = Choisissez une nouvelle phrase secrète.
code-label = Code : { $letters }
code-done = Terminé
person-reset = Donner une nouvelle phrase secrète
person-remove = Retirer
reset-title = Nouvelle phrase secrète pour { $name } ?
reset-old = L'ancienne phrase secrète ne marche plus.
reset-out = Tous ses téléphones sont déconnectés.
reset-code = Vous recevez un code à donner.
reset-yes = Oui, créer un code
remove-title = Retirer { $name } ?
remove-in = Cette personne ne peut plus entrer.
remove-stays = Classes, élèves et leçons restent.
remove-back = Invitez-la de nouveau si elle revient.
remove-yes = Oui, retirer
question-no = Non, revenir

## Réglages de la boîte

settings-title = Réglages
settings-text = Tout téléphone voit aussitôt le changement.
settings-name = Nom de la boîte
settings-name-hint = Écrivez de 1 à 40 lettres.
settings-language = Langue de la boîte
settings-language-hint = Pour les téléphones en langue inconnue.
settings-save = Enregistrer
settings-saved = Enregistré. Chaque page le montre maintenant.

## Sauvegarde

backup-title = Copies de ce qui compte
backup-text = La boîte en fait une chaque jour.
backup-people = Personnes, classes et places
backup-usage = Ce qui a été utilisé
backup-none = Aucune copie
backup-now = Faire une copie maintenant
backup-done = La copie est faite.
backup-where = Les deux dernières restent sur la boîte.

## Redémarrage

restart-title = Redémarrer la boîte ?
restart-wait = Les pages attendent quelques secondes.
restart-safe = Rien d'enregistré ne se perd.
restart-again = Retapez ensuite votre phrase secrète.
restart-yes = Oui, redémarrer
restarting-title = La boîte redémarre
restarting-text = Attendez. Cette page continue toute seule.
restarting-go = Continuer maintenant

## Ce que le personnel a fait

acts-title = Ce qui a été fait
acts-text = Gardé un an, seulement sur cette boîte.
acts-none = Rien n'a encore été fait.
acts-box = La boîte elle-même
acts-gone = Quelqu'un qui est parti
acts-learner = un élève
act-set-up = A créé le premier technicien
act-signed-in = S'est connecté
act-invited = A invité : { $role }
act-joined = Est arrivé avec un code
act-reset = Nouveau départ pour { $name }
act-new-passphrase = A choisi une nouvelle phrase secrète
act-signed-out-everywhere = S'est déconnecté de tous les téléphones
act-removed = A retiré : { $role }
act-sheet-made = A créé une feuille de secours
act-recovered = Est revenu après une perte
act-class-made = A créé une classe : { $class }
act-class-renamed = A renommé une classe : { $class }
act-class-removed = A retiré une classe : { $class }
act-learners-added = A ajouté des élèves : { $class }
act-learner-changed = A modifié { $name }
act-forgotten = A oublié un élève pour toujours
act-cards-printed = A imprimé des cartes : { $class }
act-setting-changed = A changé un réglage : { $setting }
act-backed-up = A copié ce qui compte
act-restarted = A redémarré la boîte

## Première page d'un enseignant

overview-hello = Bonjour, { $name }
overview-text = Que feront vos classes aujourd'hui ?
overview-classes = { $n ->
    [one] { $n } classe
   *[other] { $n } classes
}
overview-teachers = { $n ->
    [one] { $n } enseignant
   *[other] { $n } enseignants
}
overview-empty-title = Créez votre première classe
overview-empty-do = Ajoutez les élèves. Imprimez leurs cartes.
overview-empty-go = Aller aux classes
overview-no-teachers = Invitez vos enseignants
overview-lessons = Voir les leçons

## Aide pour les techniciens

box-help-title = Comment s'occuper de cette boîte
box-help-look-title = Regardez chaque semaine
box-help-look-open = Ouvrez État. Lisez les lignes marquées.
box-help-look-do = Faites ce que dit chaque ligne.
box-help-people-title = Faites entrer les gens
box-help-people-invite = Ouvrez Personnes. Touchez « Inviter quelqu'un ».
box-help-people-code = Montrez le code. Il dure une heure.
box-help-people-forgot = Phrase secrète perdue ? Touchez le nom.
box-help-loss-title = Soyez prêt à une perte
box-help-loss-sheet = Imprimez la feuille de secours. Enfermez-la.
box-help-loss-two = Ayez deux techniciens si possible.
box-help-power-title = Éteignez-la
box-help-power-any = Débranchez-la à tout moment.
box-help-power-safe = Ce qui est enregistré reste enregistré.
desk-help-done-title = Quand vous avez fini
desk-help-done-out = Touchez « Se déconnecter », surtout si on partage.
desk-help-done-quiet = Au repos, la boîte demande de nouveau.

## Aide pour les enseignants

teach-help-title = Comment travailler avec les classes
teach-help-class-title = Créez une classe
teach-help-class-open = Ouvrez Classes. Créez une classe.
teach-help-class-list = Tapez les noms, ou collez une liste.
teach-help-cards-title = Donnez les cartes
teach-help-cards-print = Imprimez les cartes. Chacune montre trois images.
teach-help-cards-tap = Les élèves touchent leurs trois images.
teach-help-cards-lost = Carte perdue ? Ouvrez l'élève. Faites-en une.
teach-help-staff-title = Faites venir les enseignants
teach-help-staff-invite = Ouvrez Enseignants. Touchez « Inviter quelqu'un ».
