"""What pydantic and pydantic-settings make of one value, as JSON."""

import os
import re
import warnings

from pydantic import ValidationError, create_model
from pydantic_settings import BaseSettings
from pydantic_settings.exceptions import SettingsError

from field_types import decode, encode

warnings.simplefilter('ignore')


def errors_of(error):
    """Types and locations below the field; where a function is in memory is no part of a location."""
    return [
        {'type': one['type'], 'loc': [re.sub('0x[0-9a-f]+', '0x0', p) if isinstance(p, str) else p for p in one['loc'][1:]]}
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]


class Judge:
    """Holds the classes of one type, whose annotation `make` gives."""

    def __init__(self, make):
        self.problem = None
        try:
            self.annotation = make()
            self.native = create_model('Native', x=(self.annotation, ...))
            self.settings = None
        except Exception as error:
            self.problem = {'schema_error': type(error).__name__}

    def text(self, text):
        """A variable of the environment."""
        if self.problem:
            return self.problem
        if self.settings is None:
            self.settings = create_model('S', __base__=BaseSettings, x=(self.annotation, ...))
        environ = os.environ
        os.environ = {'x': text}
        try:
            return self.run(lambda: self.settings())
        finally:
            os.environ = environ

    def value(self, value):
        """A value of a file."""
        if self.problem:
            return self.problem
        return self.run(lambda: self.native.model_validate({'x': decode(value)}))

    def run(self, load):
        try:
            return {'value': encode(load().x)}
        except ValidationError as error:
            return {'errors': errors_of(error)}
        except SettingsError as error:
            cause = error.__cause__
            return {'settings_error': type(cause).__name__, 'position': getattr(cause, 'pos', None)}
        except BaseException as error:
            return {'crash': type(error).__name__}
