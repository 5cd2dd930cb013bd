-- One loaded file, folder or channel.
create table package (
  id integer primary key,
  name text not null unique -- kiwix-serve's rule on the file stem; stands in addresses
) strict;
