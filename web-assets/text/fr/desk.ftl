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
