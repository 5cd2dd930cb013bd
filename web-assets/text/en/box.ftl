## The technician's page

box-title = How is this box?
box-well = All is well.
box-look = Look at the marked lines.
box-board-title = Board
box-board = Model
box-version = Chalkbox version
box-up = Running for
box-temperature = Temperature
box-degrees = { $n } °C
box-temperature-high = Move it out of the sun.
box-power = Power
box-power-good = Power is good.
box-power-weak = Power is weak. Use a 3 A supply.
box-power-was-weak = Power was weak. Use a 3 A supply.
box-memory = Memory free
# free and all are sizes, such as 300 MB
box-of = { $free } of { $all }
box-memory-low = Restart the box this evening.
box-disk-title = Card and drives
box-disk-low = Remove lessons nobody opens.
box-clock-title = Clock
box-clock-now = Box time
box-clock-sure = The time is sure.
box-clock-near = The time is nearly sure.
box-clock-guess = The time is a guess. Set it.
box-loads-title = Lessons on their way
box-loads-none = No lessons are being loaded.
# done and all are sizes
box-load-progress = { $done } of { $all } done
box-load-checking = Being checked
box-load-indexing = Being made ready for search
box-load-waiting = Waiting
box-load-failed = Not loaded
box-library-title = Library
box-library-empty = Load lessons, then look here.
box-library-whole = Whole
box-library-checking = Being checked
box-library-damaged = Damaged. Load it again.
box-library-away = Away. Plug the drive in.
box-moved-title = Set aside
box-moved-do = Keep these files. Ask for help.
box-faults-title = Look at these
box-unknown = This computer does not tell.
box-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
box-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
box-phones = Phones here now
