-- what a number is to its contact (自宅, 携帯, 勤務先), where the file says it; otherwise what the numbering plan says
alter table tenant.contact_numbers
  drop constraint contact_numbers_kind_check,
  add constraint contact_numbers_kind_check check (kind in ('mobile', 'home', 'work', 'landline', 'other'));
