select guest.began_at, keeper.pictures is not null as has_pictures
from guest
join keeper on keeper.id = guest.keeper
where guest.key = ?1
