## A learner's own page: opened with three pictures, or with a card

# A button
learn-open = Open my page
learn-title = Open my page
learn-pick-class = Tap your class.
learn-none-title = No classes yet
learn-none-text = Ask your teacher. All lessons are open.
learn-first = Tap your first picture
learn-second = Tap your second picture
learn-third = Tap your third picture
learn-other-class = Another class
learn-wrong-title = Not these three
learn-wrong-text = Look at your card. Then try again.
learn-wait-title = Take a little rest
learn-wait-text = { $n ->
    [one] Try again in 1 minute.
   *[other] Try again in { $n } minutes.
}
# Before a child scans a card
learn-card-title = Your card
learn-card-ask = Are you { $name }?
learn-card-yes = Yes, open my page
learn-card-no = No, that is not me
learn-card-old-title = This card is too old
learn-card-old-text = Ask your teacher for a new one.
# Pages of learners open only where lessons are on another site
learn-address-title = Your page opens elsewhere
learn-address-text = Type this address, then try again:

## Home, when a learner's page is open

learn-hello = Hello { $name }
# A button: the page of another child is open
learn-not-me = Not me
