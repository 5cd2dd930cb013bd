select
  (select count(*) from class) as classes,
  (select count(*) from person where role = 'learner') as learners,
  (select count(*) from person where role = 'teacher') as teachers
