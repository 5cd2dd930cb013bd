language-name = Kiswahili
nav-home = Mwanzo
nav-search = Tafuta
nav-turn = Zamu ya mwingine
nav-help = Msaada
nav-languages = Chagua lugha
nav-skip = Nenda kwenye ukurasa
nav-menu = Menyu
go-home = Rudi mwanzo
try-again = Jaribu tena
page-next = Mbele
page-previous = Nyuma
lessons-count = { $n ->
    [one] Somo { $n }
   *[other] Masomo { $n }
}
minutes = { $n ->
    [one] Dakika { $n }
   *[other] Dakika { $n }
}
size-kilobytes = KB { $n }
size-megabytes = MB { $n }
size-gigabytes = GB { $n }
kind-video = Tazama
kind-audio = Sikiliza
kind-text = Soma
kind-book = Kitabu
kind-picture = Picha
kind-activity = Jaribu
kind-collection = Chunguza
subject-maths = Hisabati
subject-science = Sayansi
subject-language = Lugha
subject-health = Afya
subject-life = Maisha ya kila siku
subject-music = Muziki
subject-art = Sanaa
subject-world = Dunia
subject-history = Historia
subject-computers = Kompyuta
subject-stories = Hadithi
subject-other = Mengine ya kujifunza
