import pytest

from tocsin.config import Config
from tocsin.errors import ConfigError


def test_a_setting_outside_its_range_says_what_is_allowed():
    with pytest.raises(ConfigError, match=r"The setting batch_size is 0\. From 1 to 1000 articles"):
        Config(batch_size=0)


def test_the_digest_tells_configurations_apart():
    assert Config().digest() == Config().digest()
    assert Config().digest() != Config(batch_size=3).digest()
