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
