box-title = Hali ya sanduku hili
box-well = Kila kitu ni kizuri.
box-look = Angalia mistari iliyowekwa alama.
box-board-title = Bodi
box-board = Aina
box-version = Toleo la Chalkbox
box-up = Limewaka kwa
box-temperature = Joto
box-degrees = { $n } °C
box-temperature-high = Liondoe kwenye jua.
box-power = Umeme
box-power-good = Umeme ni mzuri.
box-power-weak = Umeme ni hafifu. Tumia chaja ya 3 A.
box-power-was-weak = Umeme ulikuwa hafifu. Tumia chaja ya 3 A.
box-memory = Kumbukumbu iliyo wazi
box-of = { $free } kati ya { $all }
box-memory-low = Liwashe upya jioni hii.
box-disk-title = Kadi na diski
box-disk-low = Ondoa masomo yasiyofunguliwa.
box-clock-title = Saa
box-clock-now = Saa ya sanduku
box-clock-sure = Saa ni ya uhakika.
box-clock-near = Saa inakaribia uhakika.
box-clock-guess = Saa ni ya kukisia. Irekebishe.
box-loads-title = Masomo yanayokuja
box-loads-none = Hakuna somo linalopakiwa.
box-load-progress = { $done } kati ya { $all }
box-load-checking = Linakaguliwa
box-load-indexing = Linatayarishwa kutafutwa
box-load-waiting = Linasubiri
box-load-failed = Halikupakiwa
box-library-title = Maktaba
box-library-empty = Pakia masomo, kisha angalia hapa.
box-library-whole = Kamili
box-library-checking = Linakaguliwa
box-library-damaged = Limeharibika. Lipakie tena.
box-library-away = Halipo. Chomeka diski.
box-moved-title = Vilivyowekwa kando
box-moved-do = Tunza faili hizi. Omba msaada.
box-faults-title = Angalia haya
box-unknown = Kompyuta hii haisemi.
box-days = { $n ->
    [one] Siku { $n }
   *[other] Siku { $n }
}
box-hours = { $n ->
    [one] Saa { $n }
   *[other] Saa { $n }
}
box-phones = Simu zilizopo sasa
