select role, name, sign_in, passphrase is null as waits
from person where role <> 'learner' order by role, name
