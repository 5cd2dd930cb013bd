## Inside a lesson

player-back = Back
player-turn = Someone else's turn
player-cannot-play = Your phone cannot play this. Save it.
player-book-open = Open the book
player-book-page = You stopped on page { $n }.
player-book-how = Go back here when you finish.
player-done = I am done
player-tell = Tell a friend what you learned.
