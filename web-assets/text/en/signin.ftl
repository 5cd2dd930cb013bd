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
