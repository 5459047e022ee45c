-- house.failed_tries counts them
alter table house.password_credentials
  drop column failures,
  drop column locked_until;
-- the key service remembers which codes were used
alter table house.totp_credentials drop column last_step;
