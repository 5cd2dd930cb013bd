## Madawati ya watumishi

desk-title = Dawati lako
desk-menu = Menyu
desk-sign-out = Toka
desk-box = Hali
desk-people = Watu
desk-settings = Mipangilio
desk-backup = Nakala
desk-restart = Washa upya
desk-recovery = Karatasi ya kurejesha
desk-acts = Yaliyofanyika
desk-help = Msaada
desk-teach = Muhtasari
desk-classes = Madarasa
desk-staff = Walimu

## Mtu ni nani shuleni

role-technician = Fundi
role-head = Mwalimu mkuu
role-teacher = Mwalimu
role-learner = Mwanafunzi
