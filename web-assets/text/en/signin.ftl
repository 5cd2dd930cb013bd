## Signing in, for teachers, heads and technicians

sign-in-title = Sign in
sign-in-name = Sign-in name
sign-in-passphrase = Passphrase
sign-in-button = Sign in
sign-in-wrong = The name or the passphrase is wrong. Try again.
sign-in-wrong-passphrase = The passphrase is wrong. Try again.
sign-in-wait-seconds = { $n ->
    [one] Wait 1 second, then try again.
   *[other] Wait { $n } seconds, then try again.
}
sign-in-wait-minutes = { $n ->
    [one] Wait 1 minute, then try again.
   *[other] Wait { $n } minutes, then try again.
}
# Nobody can sign in: lessons and staff pages are at one address
sign-in-shared-title = Nobody can sign in here
sign-in-shared-why = Lessons share this address. They could act as you.
sign-in-shared-do = Ask the technician to give lessons another address.
sign-in-again-title = Type your passphrase again
sign-in-again-why = The box was quiet for 15 minutes.
sign-in-forgot-title = Forgot your passphrase?
sign-in-forgot-ask = Ask your head or technician for a code.
sign-in-have-code = I have a code
# The printed sheet that brings a technician's access back
sign-in-have-sheet = I have the recovery sheet

## A new passphrase

sign-in-passphrase-new = New passphrase
sign-in-passphrase-hint = Put four words together. You will remember them.
sign-in-passphrase-short = Make it longer: at least 10 letters.
sign-in-passphrase-long = Make it shorter: at most 128 letters.
sign-in-passphrase-common = That is easy to guess. Choose other words.
sign-in-passphrase-name = Others know that name. Choose other words.

## This is you

me-title = This is you
me-passphrase-title = Choose a new passphrase
me-passphrase-button = Change it
me-passphrase-done = Your passphrase is new. Other phones are signed out.
me-sign-out = Sign out
me-sign-out-here = Sign out on this phone
me-everywhere = Sign out on every phone
me-everywhere-title = Sign out on every phone?
me-everywhere-text = Each phone will ask for your passphrase.
me-everywhere-yes = Yes, sign out everywhere
me-everywhere-no = No, stay signed in

## Becoming the first technician

setup-title = Set up this box
setup-text = Find the setup code on the box itself.
setup-code-wrong = That is not the setup code. Look again.
setup-button = Set up
setup-done-title = This box is set up
setup-done-do = Sign in with your name.
# There was a technician, but no account is left
setup-lost-title = This box lost its technician
setup-lost-do = Bring the technician back.
setup-lost-go = Bring the technician back

## Joining with a code

join-title = Join this school's box
join-text = Type the code that you were given.
join-code = Code
join-code-button = Go on
join-code-wrong = This code opens nothing. Ask for a new one.
join-as-teacher = You become a teacher here.
join-as-head = You become the head teacher here.
join-as-technician = You become a technician here.
join-mend-title = Choose a new passphrase
join-name = Your name
join-name-hint = Other staff see it.
join-name-none = Type your name.
join-name-long = Make the name shorter: at most 60 letters.
join-sign-in-none = Type a sign-in name.
join-taken = Someone has that sign-in name. Choose another.
join-button = Save and sign in

## Coming back without a passphrase

recover-title = Bring a technician back
recover-text = Type the letters on the recovery sheet.
recover-names = Type your sign-in name, or a new one.
recover-stick-title = No sheet? Use a USB stick
# The name of a file
recover-stick-file = Make an empty file: { $file }
recover-stick-plug = Plug the stick into the box. Wait.
recover-stick-read = Read the code in { $file }.
recover-stick-type = Type the code above.
# Written into a file on the stick
recover-file = Your code: { $code }. Open { $address } and type it within one hour.

## The recovery sheet

sheet-title = Recovery sheet
sheet-why = It brings you back without a passphrase.
sheet-made = You have a sheet. A new one replaces it.
sheet-once = You see these letters only now.
sheet-print = Print this page, or copy it.
sheet-lock = Lock it away. Tell nobody.
sheet-use = Forgot your passphrase? Open { $address }
sheet-kept = I have kept it
sheet-make = Make my sheet
sheet-again = Make a new sheet
sheet-later = Later
