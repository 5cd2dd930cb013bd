## Welcome: what a phone meets first

welcome-title = Welcome! Come and learn.
welcome-free = Free. No airtime, no bundle, no name.
welcome-start = Start learning
welcome-internet = Your phone says “no Internet”. That is right.
welcome-stay = Stay on this Wi-Fi.
welcome-browser = Open your browser and type:

## Languages

languages-title = Choose your language
# For screen readers, after the language in use
languages-chosen = in use

## Help

help-title = How this box works
help-join-title = Join the Wi-Fi
help-join-wifi = Open Wi-Fi and tap “{ $wifi }”.
help-join-browser = Open your browser.
help-join-address = Type { $address } and go.
help-internet-title = No Internet is right
help-internet-inside = All lessons live inside this box.
help-internet-data = Nothing opens? Turn mobile data off.
help-internet-far = Too far from the box? Come closer.
help-hand-title = Hand the phone on
help-hand-tap = Tap “Someone else's turn”.
help-hand-give = Give the phone to your friend.
help-hand-gone = Your friend sees nothing of yours.
help-keep-title = Keep your place
help-keep-pick = Pick three pictures and remember them.
help-keep-use = Pick them again on any phone.
help-remember-title = What the box remembers
help-remember-counts = It counts lessons and minutes.
help-remember-name = You can learn without a name.
help-remember-words = It never keeps your search words.
