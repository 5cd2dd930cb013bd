delete from keeper
where id = ?1
  and pictures is null
  and person is null
  and not exists (select 1 from guest where guest.keeper = keeper.id)
