## Someone else's turn

turn-title = Someone else's turn?
turn-text = Hand over. Your page will be cleared.
turn-yes = Yes, hand over
turn-no = No, I go on
turn-keep = Keep my place first
turn-find = Bring my place back
still-title = Still you?
still-text = The phone was quiet for a while.
still-yes = Yes, I go on
still-no = No, someone else

## Three pictures

pictures-title = Three pictures keep your place
pictures-text = Pick three. Remember them. Tell nobody.
pictures-keep = Keep my place
pictures-find = Bring my place back
pictures-first = Pick the first picture
pictures-second = Pick the second picture
pictures-third = Pick the third picture
pictures-picked = Picked so far
pictures-over = Start over
pictures-kept-title = Your place is kept
pictures-kept-text = Remember these three, in this order.
pictures-kept-done = I will remember them
pictures-taken-title = Pick three others
pictures-taken-text = Someone has these three already.
pictures-none-title = No place found
pictures-none-text = Try your three pictures again.

## The pictures' names, for screen readers

picture-fish = Fish
picture-bird = Bird
picture-turtle = Turtle
picture-butterfly = Butterfly
picture-cat = Cat
picture-flower = Flower
picture-tree = Tree
picture-sun = Sun
picture-drum = Drum
picture-ball = Ball
picture-boat = Boat
picture-cup = Cup
