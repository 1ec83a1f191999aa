"""How people of an institution come in."""

import scenes

PAGE = f"{scenes.PARIS}/access"


def ask_of_administrators(app, choice="administrators", status=303):
    form = app.get(PAGE).forms[1]
    form["second_factor"].force_value(choice)
    return form.submit(status=status)


def test_who_gives_roles_is_asked_for_a_second_factor_from_now_on(house):
    app = house.person("admin")
    assert ask_of_administrators(app).location.endswith("/access")
    assert "Changé par Jeanne Fontaine" in app.get(PAGE)
    app.get(f"{scenes.PARIS}/rights")  # this one is in, and stays in
    form = house.visitor().get(f"{scenes.PARIS}/sign-in").form
    form["uid"], form["password"] = "admin", scenes.PASSWORD
    assert form.submit().location.endswith("/second-factor")
    assert house.person("zlefevre").get(f"{scenes.PARIS}/").status_int == 200


def test_the_journal_tells_it_in_words(house):
    app = house.person("admin")
    ask_of_administrators(app)
    assert "a modifié la connexion" in app.get(f"{scenes.PARIS}/audit")


def test_what_is_no_choice_changes_nothing(house):
    app = house.person("admin")
    assert "Choisissez dans la liste" in ask_of_administrators(app, "perhaps", 422)
    assert house.run(lambda root: root["institutions"]["paris1"].second_factor) == "off"
