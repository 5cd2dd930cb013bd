## Home

home-title = What will you learn today?
home-continue = Go on where you stopped
home-topics = Pick a topic
home-lessons = Pick a lesson
home-empty-title = No lessons are here yet
home-empty-do = Ask your teacher to add some.
home-coming = { $n ->
    [one] 1 more lesson is coming.
   *[other] { $n } more lessons are coming.
}
topic-empty-title = Nothing is here yet
topic-empty-do = Go home and pick another topic.
topic-inside = Look inside
# For screen readers: the way from home to this page
topic-path = Where you are

## A lesson

lesson-start = Start
lesson-go-on = Go on
lesson-restart = Start from the beginning
lesson-group = How many are looking?
lesson-group-hint = Tap a number to start together.
# For screen readers: a button that starts the lesson
lesson-group-start = { $n ->
    [one] Start alone
   *[other] Start with { $n } people
}
lesson-group-more = Start with 5 or more people
lesson-save = Save on this phone ({ $size })
lesson-save-teacher = Ask your teacher to save it.
# language is a language's own name
lesson-language = In { $language }
lesson-gone-title = This lesson is away
lesson-gone-do = Ask your teacher to bring it back.
lesson-more = See more like this

## Search

search-title = Find a lesson
search-label = Type a word
search-button = Search
search-found = { $n ->
    [0] Found nothing for “{ $query }”
    [one] Found 1 lesson for “{ $query }”
   *[other] Found { $n } lessons for “{ $query }”
}
search-none-do = Try a shorter word. Check each letter.
search-start = Type a word. Tap Search.
# For screen readers: the list under the search field
search-suggestions = Words you may mean
