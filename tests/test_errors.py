from tocsin import errors


def test_an_error_says_what_was_found_what_is_allowed_and_what_to_do():
    error = errors.TooLong("9 words", allowed="at most 5", do="cut it")
    assert str(error) == "9 words. At most 5. Cut it."


def test_codes_are_unique_and_every_error_is_in_the_picture():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.TocsinError)]
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.__name__ in errors.__doc__ for kind in kinds)


def test_only_what_may_pass_is_worth_another_try():
    assert errors.Unreachable.transient
    assert not errors.Forbidden.transient
