## The desks of staff: what stands on each of their pages

desk-title = Your desk
desk-menu = Menu
desk-sign-out = Sign out
desk-box = Health
desk-people = People
desk-settings = Settings
desk-backup = Backup
desk-restart = Restart
# A printed sheet that brings a lost sign-in back
desk-recovery = Recovery sheet
# A list of what staff did
desk-acts = What was done
desk-help = Help
# The first page of a teacher's desk
desk-teach = Overview
desk-classes = Classes
# The teachers of a school
desk-staff = Teachers

## What somebody is at the school

role-technician = Technician
role-head = Head teacher
role-teacher = Teacher
role-learner = Learner

## Who may sign in

people-title = Who may sign in
people-text = Tap a name to help or remove.
staff-title = Teachers of this school
people-technicians = Technicians
people-heads = Head teachers
people-you = This is you
# After somebody's passphrase was taken back
people-waiting = Must use a code first
people-none-title = No teacher is here yet
people-none-do = Invite the first one.
people-removed = Removed. They cannot sign in now.
people-invite = Invite somebody
invite-who = Who is it?
invite-technician-may = Cares for the box
invite-head-may = Leads teachers and classes
invite-teacher-may = Looks after classes and learners
invite-button = Make a code
# role is one of the words above: Teacher
code-invite-title = Invite: { $role }
code-reset-title = Code for { $name }
code-once = It works once, for one hour.
code-step-wifi = Join the Wi-Fi of this box.
code-step-scan = Scan the square with the camera.
# address is a web address
code-step-type = Or open { $address } and type the code.
code-step-join = Choose a name and a passphrase.
code-step-reset = Choose a new passphrase.
# For screen readers: letters to be read out one by one
code-label = Code: { $letters }
code-done = Done
person-reset = Give a new passphrase
person-remove = Remove
reset-title = New passphrase for { $name }?
reset-old = The old passphrase stops working now.
reset-out = All their phones are signed out.
reset-code = You get a code to hand over.
reset-yes = Yes, make a code
remove-title = Remove { $name }?
remove-in = They can no longer sign in.
remove-stays = Classes, learners and lessons stay.
remove-back = Invite them anew to bring them back.
remove-yes = Yes, remove
question-no = No, go back

## Settings of the box

settings-title = Settings
settings-text = Changes show at once, on every phone.
settings-name = Name of the box
settings-name-hint = Write 1 to 40 letters.
settings-language = Language of the box
settings-language-hint = For phones set to an unknown language.
settings-save = Save
settings-saved = Saved. Every page shows it now.

## Backup

backup-title = Copies of what matters
backup-text = The box makes one every day.
backup-people = People, classes and places
backup-usage = What was used
backup-none = No copy yet
backup-now = Make a copy now
backup-done = The copy is made.
backup-where = The newest two stay on the box.

## Restart

restart-title = Start the box anew?
restart-wait = Pages wait for a few seconds.
restart-safe = Nothing that was saved is lost.
restart-again = Then type your passphrase again.
restart-yes = Yes, start it anew
restarting-title = The box starts anew
restarting-text = Wait. This page goes on by itself.
restarting-go = Go on now

## What staff did

acts-title = What was done
acts-text = Kept for a year, only on this box.
acts-none = Nothing was done yet.
acts-box = The box itself
acts-gone = Somebody who left
acts-learner = a learner
act-set-up = Made the first technician
act-signed-in = Signed in
act-invited = Invited: { $role }
act-joined = Joined with a code
act-reset = New start for { $name }
act-new-passphrase = Chose a new passphrase
act-signed-out-everywhere = Signed out on every phone
act-removed = Removed: { $role }
act-sheet-made = Made a recovery sheet
act-recovered = Came back after a loss
act-class-made = Made a class: { $class }
act-class-renamed = Renamed a class: { $class }
act-class-removed = Removed a class: { $class }
act-learners-added = Added learners: { $class }
act-learner-changed = Changed { $name }
act-forgotten = Forgot a learner for ever
act-cards-printed = Printed cards: { $class }
act-setting-changed = Changed a setting: { $setting }
act-backed-up = Made a copy of what matters
act-restarted = Started the box anew

## A teacher's first page

overview-hello = Hello, { $name }
overview-text = What will your classes do today?
overview-classes = { $n ->
    [one] 1 class
   *[other] { $n } classes
}
overview-teachers = { $n ->
    [one] 1 teacher
   *[other] { $n } teachers
}
overview-empty-title = Make your first class
overview-empty-do = Add learners. Print their cards.
overview-empty-go = Go to classes
overview-no-teachers = Invite your teachers
overview-lessons = See the lessons

## Help for technicians

box-help-title = How to look after this box
box-help-look-title = Look each week
box-help-look-open = Open Health. Read the marked lines.
box-help-look-do = Do what each line says.
box-help-people-title = Let people in
box-help-people-invite = Open People. Tap “Invite somebody”.
box-help-people-code = Show the code. It lasts one hour.
box-help-people-forgot = Passphrase lost? Tap the name.
box-help-loss-title = Be ready for a loss
box-help-loss-sheet = Print the recovery sheet. Lock it away.
box-help-loss-two = Have two technicians if you can.
box-help-power-title = Switch it off
box-help-power-any = Pull the plug at any time.
box-help-power-safe = What was saved stays saved.
desk-help-done-title = When you are done
desk-help-done-out = Tap “Sign out”, above all on shared phones.
desk-help-done-quiet = The box asks again when left quiet.

## Help for teachers

teach-help-title = How to work with classes
teach-help-class-title = Make a class
teach-help-class-open = Open Classes. Make a class.
teach-help-class-list = Type the names, or paste a list.
teach-help-cards-title = Hand out cards
teach-help-cards-print = Print the cards. Each shows three pictures.
teach-help-cards-tap = Learners tap their three pictures.
teach-help-cards-lost = Card lost? Open the learner. Make another.
teach-help-staff-title = Bring teachers in
teach-help-staff-invite = Open Teachers. Tap “Invite somebody”.
