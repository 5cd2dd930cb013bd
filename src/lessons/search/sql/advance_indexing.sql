update index_state set
  done = done + ?3,
  total = max(total, done + ?3),
  pages = pages + ?4,
  language = iif(language = '', ?5, language)
where package = ?1 and done = ?2 and leaving = 0
