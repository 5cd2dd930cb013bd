## The teachers' desk: classes

teach-classes = Classes
teach-none-title = No classes yet
teach-none-text = Make your first class below.
# A button
teach-class-make = Make a class
teach-class-name = Name of the class
teach-class-name-hint = As your school calls it: Class 4B.
teach-class-taken = Another class has this name. Change it.
teach-class-full = This class is full. Use another class.
teach-class-rename = Change the name
teach-class-remove = Remove this class
teach-class-remove-ask = Remove { $name }?
teach-class-remove-text = All its learners are forgotten too. Nothing brings them back.
teach-class-remove-yes = Yes, remove the class
teach-keep = No, keep it
teach-learners = { $n ->
    [one] 1 learner
   *[other] { $n } learners
}
teach-added = { $n ->
    [one] 1 learner was added. Print the card now.
   *[other] { $n } learners were added. Print cards now.
}

## One class

teach-empty-title = Nobody is in this class yet
teach-empty-text = Bring a list, or add one by one.
teach-tap-learner = Tap a name to help a learner.
teach-add-one = Add one learner
teach-add = Add
# Below are three fields that may stay empty
teach-more = Tell more, if you like
teach-print = Print all cards
teach-save = Save
teach-saved = Saved.

## One learner

# Also the heading of a column in a list
teach-name = Name
teach-name-hint = As the class knows the child.
teach-name-empty = Write a name.
teach-name-long = Write a shorter name.
teach-name-taken = Someone here has this name. Add a letter.
# Also the heading of a column in a list
teach-class = Class
teach-about = Leave these empty if you like.
# Also the heading of a column in a list
teach-sex = Girl or boy
# Also a word in a list
teach-girl = Girl
# Also a word in a list
teach-boy = Boy
teach-sex-why = Shows whether girls and boys learn alike.
# Also the heading of a column in a list
teach-age = Age
teach-age-why = Shows which age each lesson suits.
# Also the heading of a column in a list
teach-language = Home language
teach-language-why = Shows which languages your lessons miss.
teach-untold = Not told
teach-change = Name and more
teach-pictures = The three pictures
teach-pictures-new = New pictures
teach-pictures-new-text = Old pictures and old cards stop working.
teach-card-new = These pictures are new. Show them now.
teach-print-one = Print this card
teach-move = Move to another class
teach-move-text = The learner gets new pictures there.
teach-forget = Forget this learner
teach-forget-ask = Forget { $name }?
teach-forget-text = Name, pictures and places go for ever. Copies are made anew without them. Minutes of learning stay, without a name.
teach-forget-yes = Yes, forget

## A list of learners

teach-list = Bring a list of learners
teach-list-how = Choose a file, or paste names below. Write one learner on each line.
teach-list-columns = You may add class, sex, age and language. Then name the columns in line 1.
teach-list-file = File (CSV or text)
teach-list-paste = Or paste names here
teach-list-nothing = Nothing is saved before you say so.
teach-list-check = Check the list
teach-list-back = Back to the class
teach-list-mend = { $n ->
    [0] No line needs mending
    [one] 1 line needs mending
   *[other] { $n } lines need mending
}
teach-list-line = Line { $n }
teach-list-good = { $n ->
    [0] No learner is new
    [one] 1 learner is new
   *[other] { $n } learners are new
}
teach-list-add = { $n ->
    [one] Add this learner
   *[other] Add the { $n } good ones
}
teach-list-class = A new class is made: { $name }
teach-list-already = { $n ->
    [one] 1 learner is here already.
   *[other] { $n } learners are here already.
}
teach-list-large = The file is too large. Send names only.
teach-list-many = A list holds 500 learners. Cut it.
teach-list-heading = Name the columns in line 1: name, class.
teach-list-quote = Close the quotation mark in line { $n }.
teach-list-empty = The list is empty. Choose or paste one.
teach-wrong-twice = Line { $n } has this name too. Add a letter.
teach-wrong-class = Write a shorter class name.
teach-wrong-sex = Write girl or boy, or nothing.
teach-wrong-age = Write years, such as 9, or nothing.
teach-wrong-language = Write a language, such as sw, or nothing.

## Cards

teach-cards = Cards
teach-cards-text = Print this page. Cut along the lines.
