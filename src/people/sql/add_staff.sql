insert into person (id, role, name, sign_in, passphrase, pseudonym, made_at)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
