delete from keeper
where not exists (select 1 from guest where guest.keeper = keeper.id)
  and person is null
  and used_at < case when pictures is null then ?1 else ?2 end
