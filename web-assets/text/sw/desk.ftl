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

## Nani anaweza kuingia

people-title = Nani anaweza kuingia
people-text = Gusa jina ili kusaidia au kuondoa.
staff-title = Walimu wa shule hii
people-technicians = Mafundi
people-heads = Walimu wakuu
people-you = Huyu ni wewe
people-waiting = Atumie kwanza namba ya kuingia
people-none-title = Bado hakuna mwalimu hapa
people-none-do = Mwalike wa kwanza.
people-removed = Ameondolewa. Hawezi kuingia sasa.
people-invite = Mwalike mtu
invite-who = Ni nani?
invite-technician-may = Hutunza kisanduku
invite-head-may = Huongoza walimu na madarasa
invite-teacher-may = Hutunza madarasa na wanafunzi
invite-button = Tengeneza namba
code-invite-title = Mwalike: { $role }
code-reset-title = Namba ya { $name }
code-once = Hutumika mara moja, kwa saa moja.
code-step-wifi = Jiunge na Wi-Fi ya kisanduku hiki.
code-step-scan = Piga picha mraba huu kwa kamera.
code-step-type = Au fungua { $address } na uandike namba.
code-step-join = Chagua jina na maneno ya siri.
code-step-reset = Chagua maneno mapya ya siri.
code-label = Namba: { $letters }
code-done = Tayari
person-reset = Mpe maneno mapya ya siri
person-remove = Ondoa
reset-title = Maneno mapya ya siri kwa { $name }?
reset-old = Maneno ya siri ya zamani hayatafanya kazi.
reset-out = Simu zake zote zitatolewa.
reset-code = Utapata namba ya kumpa.
reset-yes = Ndiyo, tengeneza namba
remove-title = Umwondoe { $name }?
remove-in = Hataweza kuingia tena.
remove-stays = Madarasa, wanafunzi na masomo hubaki.
remove-back = Mwalike upya ili arudi.
remove-yes = Ndiyo, ondoa
question-no = Hapana, rudi

## Mipangilio ya kisanduku

settings-title = Mipangilio
settings-text = Mabadiliko huonekana mara moja, kwenye kila simu.
settings-name = Jina la kisanduku
settings-name-hint = Andika herufi 1 hadi 40.
settings-language = Lugha ya kisanduku
settings-language-hint = Kwa simu zenye lugha isiyojulikana.
settings-save = Hifadhi
settings-saved = Imehifadhiwa. Kila ukurasa unaonyesha sasa.

## Nakala

backup-title = Nakala za vitu muhimu
backup-text = Kisanduku hutengeneza moja kila siku.
backup-people = Watu, madarasa na mahali
backup-usage = Kilichotumika
backup-none = Bado hakuna nakala
backup-now = Tengeneza nakala sasa
backup-done = Nakala imetengenezwa.
backup-where = Mbili mpya hubaki kwenye kisanduku.

## Kuwasha upya

restart-title = Uwashe kisanduku upya?
restart-wait = Kurasa zitasubiri sekunde chache.
restart-safe = Kilichohifadhiwa hakipotei.
restart-again = Kisha andika maneno yako ya siri.
restart-yes = Ndiyo, washa upya
restarting-title = Kisanduku kinawaka upya
restarting-text = Subiri. Ukurasa huu utaendelea wenyewe.
restarting-go = Endelea sasa

## Yaliyofanywa na watumishi

acts-title = Yaliyofanyika
acts-text = Hukaa mwaka mmoja, kisandukuni humu tu.
acts-none = Bado hakuna kilichofanyika.
acts-box = Kisanduku chenyewe
acts-gone = Mtu aliyeondoka
acts-learner = mwanafunzi
act-set-up = Alimfanya fundi wa kwanza
act-signed-in = Aliingia
act-invited = Alimwalika: { $role }
act-joined = Alijiunga kwa namba
act-reset = Mwanzo mpya kwa { $name }
act-new-passphrase = Alichagua maneno mapya ya siri
act-signed-out-everywhere = Alitoka kwenye simu zote
act-removed = Alimwondoa: { $role }
act-sheet-made = Alitengeneza karatasi ya kurejesha
act-recovered = Alirudi baada ya kupoteza
act-class-made = Alitengeneza darasa: { $class }
act-class-renamed = Alibadilisha jina la darasa: { $class }
act-class-removed = Aliondoa darasa: { $class }
act-learners-added = Aliongeza wanafunzi: { $class }
act-learner-changed = Alimbadilisha { $name }
act-forgotten = Alimsahau mwanafunzi kabisa
act-cards-printed = Alichapisha kadi: { $class }
act-setting-changed = Alibadilisha mpangilio: { $setting }
act-backed-up = Alitengeneza nakala za vitu muhimu
act-restarted = Aliwasha kisanduku upya

## Ukurasa wa kwanza wa mwalimu

overview-hello = Habari, { $name }
overview-text = Madarasa yako yatafanya nini leo?
overview-classes = { $n ->
    [one] Darasa { $n }
   *[other] Madarasa { $n }
}
overview-teachers = { $n ->
    [one] Mwalimu { $n }
   *[other] Walimu { $n }
}
overview-empty-title = Tengeneza darasa lako la kwanza
overview-empty-do = Ongeza wanafunzi. Chapisha kadi zao.
overview-empty-go = Nenda kwenye madarasa
overview-no-teachers = Waalike walimu wako
overview-lessons = Ona masomo

## Msaada kwa mafundi

box-help-title = Jinsi ya kutunza kisanduku hiki
box-help-look-title = Angalia kila wiki
box-help-look-open = Fungua Hali. Soma mistari yenye alama.
box-help-look-do = Fanya kila mstari unavyosema.
box-help-people-title = Waruhusu watu kuingia
box-help-people-invite = Fungua Watu. Gusa “Mwalike mtu”.
box-help-people-code = Onyesha namba. Hudumu saa moja.
box-help-people-forgot = Maneno ya siri yamepotea? Gusa jina.
box-help-loss-title = Jiandae kwa kupoteza
box-help-loss-sheet = Chapisha karatasi ya kurejesha. Ifungie mahali.
box-help-loss-two = Muwe mafundi wawili mkiweza.
box-help-power-title = Kukizima
box-help-power-any = Chomoa umeme wakati wowote.
box-help-power-safe = Kilichohifadhiwa hubaki salama.
desk-help-done-title = Ukimaliza
desk-help-done-out = Gusa “Toka”, hasa kwenye simu ya pamoja.
desk-help-done-quiet = Kikiwa kimya, kisanduku huuliza tena.

## Msaada kwa walimu

teach-help-title = Jinsi ya kufanya kazi na madarasa
teach-help-class-title = Tengeneza darasa
teach-help-class-open = Fungua Madarasa. Tengeneza darasa.
teach-help-class-list = Andika majina, au bandika orodha.
teach-help-cards-title = Gawa kadi
teach-help-cards-print = Chapisha kadi. Kila moja ina picha tatu.
teach-help-cards-tap = Wanafunzi hugusa picha zao tatu.
teach-help-cards-lost = Kadi imepotea? Fungua mwanafunzi. Tengeneza nyingine.
teach-help-staff-title = Walete walimu
teach-help-staff-invite = Fungua Walimu. Gusa “Mwalike mtu”.
