## On every page

# The language's own name, in its own letters
language-name = English
nav-home = Home
nav-search = Search
# A button: hand the phone to the next child
nav-turn = Someone else's turn
nav-help = Help
nav-languages = Choose a language
# For screen readers and keyboards: jump over the menu
nav-skip = Skip to the page
nav-menu = Menu
go-home = Go home
try-again = Try again
page-next = Next
page-previous = Back
lessons-count = { $n ->
    [one] 1 lesson
   *[other] { $n } lessons
}
minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
# A short size of a file, 1000 bytes
size-kilobytes = { $n } kB
size-megabytes = { $n } MB
size-gigabytes = { $n } GB

## Kinds of lesson: what one does with it

kind-video = Watch
kind-audio = Listen
kind-text = Read
kind-book = Book
kind-picture = Look
kind-activity = Try it
kind-collection = Explore

## Subjects

subject-maths = Maths
subject-science = Science
subject-language = Language
subject-health = Health
subject-life = Everyday life
subject-music = Music
subject-art = Art
subject-world = The world
subject-history = History
subject-computers = Computers
subject-stories = Stories
subject-other = More to learn
