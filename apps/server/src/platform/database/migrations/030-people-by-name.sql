-- People are searched by kana name and birth date as they are by customer number.
create index contacts_person on tenant.contacts (tenant_id, person_index) where person_index is not null; -- search, same person of a corrected row

-- First number and name together, for the same-person check of imports alone: nobody is looked up by it. Contacts of
-- lists that were there before have none, and are compared by customer number, or by kana name and birth date.
alter table tenant.contacts add column number_name_index bytea;
