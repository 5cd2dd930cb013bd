insert into person (id, role, name, class, pictures, pseudonym, sex, age_band, home_language, made_at)
values (?1, 'learner', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
