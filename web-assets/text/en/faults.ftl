## When something is not as hoped: what, then what to do

fault-lost-title = This page is not here
fault-lost-do = Go home and pick a lesson.
fault-gone-title = This lesson is away
fault-gone-do = Ask your teacher to bring it back.
fault-wrong-title = Something does not fit
fault-wrong-do = Go back and look again.
fault-busy-title = Many are learning right now
fault-busy-do = Wait a little, then tap Try again.
fault-old-title = This page is too old
fault-old-do = Go home and start again.
fault-closed-title = This page is for others
fault-closed-do = Go home and pick a lesson.
fault-broken-title = That did not work
fault-broken-do = Tap Try again. Then tell your teacher.
