create table board_history (like board, ended bigint not null);
create table owner_history (like owner, ended bigint not null);
create table note_history (like note, ended bigint not null);
